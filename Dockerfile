# A server for agents (registry, mailbox, relay, witness), and the command line:
#   docker run -p 8765:8765 -v talos:/data talos                                          a registry
#   docker run -p 8765:8765 -v talos:/data talos talos-server --host 0.0.0.0 --mailbox    and a mailbox
#   docker run -it -v alice:/data talos talos init --name alice                           an agent
# It needs no root, no capability and, but for /data and /tmp, no file that can be written: docs/operations.md.

FROM node:22.20.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.neutral.json tsconfig.node.json ./
COPY tools/bundle.mjs ./tools/
COPY src ./src
RUN npm run --silent build

FROM node:22.20.0-bookworm-slim AS dependencies
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM node:22.20.0-bookworm-slim
LABEL org.opencontainers.image.title="talos" \
      org.opencontainers.image.description="Agents that lend each other tools; both sides keep a proof" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    TALOS_HOME=/data/agent \
    TALOS_SERVER_HOME=/data/server \
    TALOS_RELAY_HOME=/data/relay \
    HEALTH_URL=http://127.0.0.1:8765/readyz
WORKDIR /app
COPY --from=dependencies /src/package.json ./
COPY --from=dependencies /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY LICENSE ./
# Directories under /data are made by the programs, for their user alone: a volume may belong to somebody else.
RUN chmod 0755 dist/cli/bin.js dist/cli/server-bin.js \
    && ln -s /app/dist/cli/bin.js /usr/local/bin/talos \
    && ln -s /app/dist/cli/server-bin.js /usr/local/bin/talos-server \
    && install -d -o 10001 -g 10001 -m 0700 /data
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8765/tcp
# Of another program, such as an agent with --metrics 9464: -e HEALTH_URL=http://127.0.0.1:9464/readyz
HEALTHCHECK --interval=10s --timeout=5s --retries=6 \
    CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["talos-server", "--host", "0.0.0.0"]
