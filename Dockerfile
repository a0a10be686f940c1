# Two stages: build the wheel with its pages, then run it as a user without rights.
# Not yet built by an engine; the same commands were run one by one.
# It listens on loopback until it is given --host with --certificate and --key (or --self-signed).
FROM debian:12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3 python3-venv
WORKDIR /src
COPY . .
RUN python3 -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .
RUN python3 -m venv /opt/quorate \
 && /opt/quorate/bin/pip install --no-cache-dir --require-hashes -r requirements/serve.txt \
 && /opt/quorate/bin/pip install --no-cache-dir --no-deps /wheels/quorate-*.whl

FROM debian:12-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/quorate quorate
COPY --from=build /opt/quorate /opt/quorate
USER quorate
WORKDIR /var/lib/quorate
VOLUME /var/lib/quorate
ENTRYPOINT ["/opt/quorate/bin/quorate"]
CMD ["serve"]
