# Not 24: better-sqlite3 12 is at odds with it, see src/store/sqlite.ts.
FROM node:22-slim AS build
# What compiles better-sqlite3, for the very Node and libc that will run it.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
# Without the packages' scripts, of which only better-sqlite3's is needed; ours would build sources that come below.
RUN npm ci --ignore-scripts \
  && npm_config_build_from_source=true npm rebuild better-sqlite3
COPY tsconfig.json ./
COPY .build ./.build
COPY src ./src
# Leave what runs: no tools, and of the native module only the module.
RUN node .build/build.mjs \
  && rm dist/bundle/index.cjs \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/build -type f ! -path '*/Release/better_sqlite3.node' -delete

FROM node:22-slim
ENV NODE_ENV=production GREENROOM_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist/bundle ./dist/bundle
COPY LICENSE ./
COPY fixtures ./fixtures
# For a volume: GREENROOM_DATA=/data/greenroom.db keeps the state there.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 4010 1935
HEALTHCHECK --interval=3s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "dist/bundle/main.js", "healthcheck"]
ENTRYPOINT ["node", "--max-semi-space-size=2", "dist/bundle/main.js"]
