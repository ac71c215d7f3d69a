"""The demo forum, its people and its crowd."""

SLUG = "demo"
