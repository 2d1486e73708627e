"""The figures of docs/qualities.md: each bench measures both sides by turns in one run (`python -m bench P2 P4`)."""
