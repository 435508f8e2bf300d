# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY db db
COPY test/portals test/portals
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# The browser reads lists that portals draw by script; Debian's is smaller than a download per container.
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-noto-cjk tini \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node /data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
# Two arenas for memory: with one for each thread, the C library keeps a fifth more of it.
ENV NODE_ENV=production GOUJI_DATA=/data PLAYWRIGHT_CHROMIUM_PATH=/usr/bin/chromium MALLOC_ARENA_MAX=2
VOLUME /data
ENTRYPOINT ["tini", "--", "node", "/app/dist/src/cli/main.js"]
CMD ["serve"]
