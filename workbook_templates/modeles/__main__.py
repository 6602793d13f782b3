"""Write again every workbook delivered with the project: `python -m workbook_templates.modeles`."""

from __future__ import annotations

import schemas
from workbook_templates.modeles import write_all

for name in schemas.available():
    for path in write_all(schemas.questionnaire(name)):
        print(path)
