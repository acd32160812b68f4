"""The process behind OtherProcess: reads orders from its input, a line of JSON each, and says when each is done."""

import json
import sys

from knowledge.models import Creator
from retrieval.milvus import connect
from retrieval.milvus_client import Access
from tests.retrieval.toy import ToyEncoder


def main(uri: str, collection: str) -> None:
    index = connect(Access(uri), ToyEncoder(), collection)
    for line in sys.stdin:
        order = json.loads(line)
        if "upsert" in order:
            index.upsert(Creator.model_validate_json(json.dumps(one)) for one in order["upsert"])
        else:
            index.delete(order["delete"])
        print("done", flush=True)
    index.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
