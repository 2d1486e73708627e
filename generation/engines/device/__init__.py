"""The room where torch lives: folders of pipelines, the one thread that owns a device, sampling and decoding.

`folders` and `owner` load no torch, so that a web process may ask whether an engine could run; all other modules here
are imported by the thread that owns the device, and by nothing before it.
"""
