"""The verifier: a program of its own that needs the database and the key, but no Django.

`python -m improvement.audit.verify --database URL --anchors FILE`
"""
