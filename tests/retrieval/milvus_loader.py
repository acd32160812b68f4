"""The process that test_milvus_load kills: loads a roster, and stands still once its first batch is written."""

import sys
import time

from retrieval.milvus import connect
from retrieval.milvus_client import Access
from retrieval.milvus_load import load
from tests.retrieval.test_milvus_load import BATCH, SOURCE
from tests.retrieval.toy import ToyEncoder


def stand_still(done: int) -> None:
    print(done, flush=True)
    time.sleep(60)


if __name__ == "__main__":
    load(connect(Access(sys.argv[1]), ToyEncoder(), sys.argv[2]), SOURCE, on_step=stand_still, size=BATCH)
