# The product on Debian slim, as a user without rights; see docs/operations.md.
FROM python:3.13-slim-bookworm AS packages
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin app \
 && install --directory --owner app --mode 700 /srv/var
COPY --from=packages /venv /venv
COPY . /srv
WORKDIR /srv
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var \
    HOST=0.0.0.0 \
    PORT=8000
RUN python -m improvement.messages compile && python -m compileall -q .
USER app
VOLUME /srv/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-m", "improvement.probe"]
CMD ["sh", "-c", "python manage.py bootstrap && exec python manage.py serve web"]
