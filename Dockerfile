# Not 24: better-sqlite3 12 is at odds with it, see src/store/sqlite.ts.
FROM node:22-slim AS build
# What compiles better-sqlite3, for the very Node and libc that will run it.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm_config_build_from_source=true npm ci
COPY tsconfig.json ./
COPY src ./src
RUN npm run build
# Leave what runs: no tools, and of the native module only the module.
RUN npm prune --omit=dev \
  && rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/build -type f ! -path '*/Release/better_sqlite3.node' -delete \
  && find dist \( -name '*.map' -o -name '*.d.ts' \) -delete

FROM node:22-slim
ENV NODE_ENV=production GREENROOM_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY LICENSE ./
COPY fixtures ./fixtures
# For a volume: GREENROOM_DATA=/data/greenroom.db keeps the state there.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 4010
HEALTHCHECK --interval=3s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "dist/src/main.js", "healthcheck"]
ENTRYPOINT ["node", "--max-semi-space-size=2", "dist/src/main.js"]
