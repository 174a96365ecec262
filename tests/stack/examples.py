"""Bodies and queries that the description calls valid: what a schema asks for and no more."""
import re

# Numbers with a check digit, and what else a pattern alone does not say.
FORMATS = {
    "date": "2030-01-31", "date-time": "2030-01-31T12:00:00Z", "email": "zqnikt@poczta.example", "int64": "1",
    "uint64": "1", "krs": "0000125522", "nip": "6281955388", "region": "30", "slug": "problem", "teryt": "3064",
    "uri": "https://example.com/", "uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "password": "zqkolczasty-szuwar-9",
}


class Examples:
    def __init__(self, description):
        self.schemas = description["components"]["schemas"]

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def of(self, schema):
        schema = self.resolved(schema)
        if "oneOf" in schema or "anyOf" in schema:
            return self.of((schema.get("oneOf") or schema["anyOf"])[0])
        if "enum" in schema:
            return next((word for word in schema["enum"] if not word.endswith("_UNSPECIFIED")), schema["enum"][0])
        kind = schema.get("type", "object")
        if kind == "object":
            wanted = schema.get("required", [])
            return {name: self.of(schema["properties"][name]) for name in wanted}
        if kind == "array":
            return [self.of(schema["items"]) for _ in range(schema.get("minItems", 1))]
        if kind == "string":
            return self.text(schema)
        return {"boolean": True, "integer": max(1, schema.get("minimum", 1)), "number": 1}[kind]

    def text(self, schema):
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        if schema.get("pattern") == "^(pl|en)$":
            return "pl"
        if schema.get("contentEncoding") == "base64":
            return "AAAA"
        return "x" * max(3, schema.get("minLength", 0))

    def body(self, described):
        """None for an operation without a body, bytes for one that takes them."""
        content = described.get("requestBody", {}).get("content", {})
        if "application/octet-stream" in content:
            return b"%PDF-1.7"
        if "application/json" not in content:
            return None
        return self.of(content["application/json"]["schema"])

    def query(self, described):
        """What must stand behind the question mark, with it; "" for nothing."""
        parts = ["%s=%s" % (parameter["name"], self.of(parameter["schema"]))
                 for parameter in described.get("parameters", [])
                 if parameter.get("in") == "query" and parameter.get("required")]
        return "?" + "&".join(parts) if parts else ""


def names_in(path):
    return re.findall(r"\{(\w+)\}", path)
