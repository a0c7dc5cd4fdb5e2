"""The files of a bundle: plain data goes in, bytes come out, the same ones every time."""
