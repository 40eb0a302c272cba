#!/bin/sh
# The program in its container, whatever is asked of it: `plaintalk serve`, `plaintalk admin NAME`.
# Backups go to a volume at /backup, certificates are read from one at /certs.
cd /app || exit 1
if [ "$1" = health ]; then
	exec deno run --quiet --cached-only --unsafely-ignore-certificate-errors=127.0.0.1 \
		--allow-net=127.0.0.1 --allow-read=/app,/data --allow-env deploy/health.ts
fi
exec deno run --quiet --cached-only --no-prompt --v8-flags=--max-semi-space-size=8,--heap-growing-percent=50 \
	--allow-net --allow-read=/app,/data,/backup,/certs --allow-write=/data,/backup --allow-env \
	--allow-sys=networkInterfaces,systemMemoryInfo,statfs server/main.ts "$@"
