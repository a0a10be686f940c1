"""The instruments are tested too: a bench that measures wrongly would lie quietly."""
