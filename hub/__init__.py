"""The IVF Story Hub: news about IVF beside the lived experiences that readers send in."""
