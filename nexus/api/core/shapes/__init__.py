"""Core's answers: each shape is a TypedDict (the OpenAPI document is made from it) and a function that fills it."""
