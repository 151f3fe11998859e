"""The native core under the layers: networks made of a few kinds of layers learn by C in place of PyTorch's calls."""
