"""The engine behind the face of `forum.live`: it carries what rooms said to the sockets of a process.

Rooms import the face (`log`, `frames`, `principal`, `registry`, `past`, `due`, `presence`, `limits`, `threads` …),
never this package; what composes the site (`asgi.py`, addresses, commands) may.
"""
