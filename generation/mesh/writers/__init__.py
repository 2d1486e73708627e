"""Writers: a scene in, the bytes of a file out; the same scene always gives the same bytes."""
