"""The path of :mod:`models.views.answers` in version 0.1.0, for one more release."""

from models.look.marks import image_grid as picture_sheet  # noqa: F401
from models.look.marks import marks_of as mark  # noqa: F401
from models.look.marks import predict_examples as marked  # noqa: F401
from models.look.marks import predict_images as pictured  # noqa: F401
from models.views.answers import *  # noqa: F403
