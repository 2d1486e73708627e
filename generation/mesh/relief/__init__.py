"""From a photo to a solid: the pictures' gate, the mask of the subject, and the ways to give it depth."""
