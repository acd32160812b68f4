# Built and run as docs/deployment.md says. Two stages: the second has neither pip's cache nor a compiler nor tests.
FROM python:3.11-slim-bookworm AS built
WORKDIR /src
RUN python -m venv /venv
COPY requirements.lock deploy/torch-cpu.lock ./
# PyTorch's CPU build from its own address: PyPI's brings several GB of CUDA. Every file is checked against its hash.
ARG TORCH_CPU_INDEX=https://download.pytorch.org/whl/cpu
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --index-url ${TORCH_CPU_INDEX} -r torch-cpu.lock \
 && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY data data
COPY knowledge knowledge
COPY retrieval retrieval
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /venv/bin/python -m compileall -q /venv/lib

FROM python:3.11-slim-bookworm
COPY --from=built /venv /venv
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin kol \
 && install -d -o kol -g kol -m 0700 /data /backups
USER 10001
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    HF_HOME=/tmp/hf \
    KOL_HOME=/data \
    KOL_BACKUP_DIR=/backups \
    KOL_KEY_FILE=/run/secrets/key \
    KOL_HEALTH_LISTEN=127.0.0.1:9464
VOLUME ["/data", "/backups"]
WORKDIR /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9464/healthz', timeout=8)"]
ENTRYPOINT ["kol-advisor"]
CMD ["bot"]
