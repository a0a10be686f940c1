"""What every message of the service has in common."""

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """Something the service sends: built up for its reader, and complete."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )
