"""What the published MobileNetV2 says of pictures: the numbers of its five likeliest classes of ImageNet, with shares.

python -m scripts.photographs PICTURE...

It is built here, and has the weights that `schoolyard data mobilenet_v2` fetches; pictures are made ready as
torchvision does: the shorter side 256 pixels, of which the middle 224.
"""

import argparse

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models.architectures.mobilenet_v2 import MobileNetV2
from models.architectures.transfer import PHOTOGRAPH_DEVIATION, PHOTOGRAPH_MEAN
from models.data.sets import mobilenet_v2
from models.spec.kinds import Batch, Shapes

SHORTER, MIDDLE = 256, 224


def prepared(path: str) -> Tensor:
    """A picture as the network is used to it, (1, 3, 224, 224)."""
    with Image.open(path) as image:
        scale = SHORTER / min(image.size)
        size = (round(image.width * scale), round(image.height * scale))
        small = image.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    left, top = ((side - MIDDLE) // 2 for side in small.size)
    pixels = torch.from_numpy(np.array(small.crop((left, top, left + MIDDLE, top + MIDDLE)))).permute(2, 0, 1) / 255
    mean, deviation = (torch.tensor(one).view(3, 1, 1) for one in (PHOTOGRAPH_MEAN, PHOTOGRAPH_DEVIATION))
    return ((pixels - mean) / deviation).unsqueeze(0)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("pictures", nargs="+", metavar="PICTURE")
    network = MobileNetV2(size="published").network(Shapes((3, MIDDLE, MIDDLE), classes=1000)).eval()
    learnt = mobilenet_v2.load().values()
    network.load_state_dict(dict(zip(network.state_dict(), learnt, strict=True)))
    for path in reader.parse_args().pictures:
        with torch.no_grad():
            shares = network(Batch(prepared(path), torch.zeros(1))).softmax(1)[0]
        best = shares.topk(5)
        print(path, *(f"{number} {share:.2f}" for share, number in zip(*(one.tolist() for one in best), strict=True)))


if __name__ == "__main__":
    main()
