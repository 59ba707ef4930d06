"""What gunicorn serves."""

import os

from app.service import Service
from app.settings import read_settings

service = Service(read_settings(os.environ))
app = service.app
