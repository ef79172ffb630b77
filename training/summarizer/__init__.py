"""The recipe of the embedded summarizer: corpus → embed → labels → network → train, run by ``__main__``."""
