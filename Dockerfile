# The bot with what it needs to run and nothing more. Configuration comes from the environment: see README.md.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
COPY prisma ./prisma
# Its postinstall step generates the database client; that asks for no network and no database. What generates it, half of
# all the files, is not needed afterwards.
RUN npm ci --omit=dev --no-fund --no-audit \
  && npm uninstall --no-save --ignore-scripts --omit=dev --no-fund --no-audit prisma

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data PORT=3000
WORKDIR /app
COPY --from=build /app ./
COPY manifest.yml tsconfig.json ./
COPY playbooks ./playbooks
COPY src ./src
# For the embedded store, when no DATABASE_URL is given.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, so that the signal to stop reaches the process itself.
CMD ["node", "--import", "tsx", "src/main.ts"]
