/* Cloning what the server drew. Text goes in as text; nothing here reads markup from a string. */

/** Returns a fresh copy of the one element inside `<template id>`. */
export function clone(templateId) {
  const template = document.getElementById(templateId);
  return template.content.firstElementChild.cloneNode(true);
}

/** Sets the text of `[data-slot=name]` inside (or at) root; an empty text hides its element. */
export function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const selector = `[data-slot="${name}"]`;
    const slots = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) slots.push(root);
    for (const slot of slots) {
      slot.textContent = text ?? "";
      slot.hidden = text === "" || text == null;
    }
  }
  return root;
}

/** Shows or hides an element, if it is there. */
export function toggle(element, isOn) {
  if (element) element.hidden = !isOn;
}

/** Calls `handle(element, event)` for clicks on `[data-action=name]` inside root, now and later. */
export function onAction(root, name, handle) {
  root.addEventListener("click", (event) => {
    const element = event.target.closest(`[data-action="${name}"]`);
    if (element && root.contains(element)) handle(element, event);
  });
}
