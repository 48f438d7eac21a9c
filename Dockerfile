# syntax=docker/dockerfile:1
# The service's image: docs/12-deploying.md.
#   docker build --platform linux/amd64 -t connectors .                            the cluster edition, which the chart runs
#   docker build --platform linux/amd64 --build-arg EDITION=single -t connectors . the one for a single node
# LiveKit's native library is there for linux/amd64 only (docs/adr/0002): on anything else the build stops and says so.
# A digest can be given beside the tag by the same arguments: --build-arg RUNTIME_IMAGE=…:TAG@sha256:…
ARG NODE_IMAGE=docker.io/library/node:20.20.2-bookworm-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.401-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled

FROM ${NODE_IMAGE} AS node

FROM ${SDK_IMAGE} AS build
ARG EDITION=cluster
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 PATH=/opt/node/bin:$PATH
# Node prepares LiveKit's native library: it comes by npm, and its symbols of Node-API are made weak.
COPY --from=node /usr/local /opt/node
WORKDIR /source

# What restoring depends on, so that a change of code doesn't fetch everything again.
COPY Directory.Build.props Directory.Packages.props global.json ./
COPY src/Npm.targets src/
COPY src/Connectors.Abstractions/*.csproj src/Connectors.Abstractions/packages.lock.json src/Connectors.Abstractions/
COPY src/Connectors.Core/*.csproj src/Connectors.Core/packages.lock.json src/Connectors.Core/
COPY src/Connectors.Grains/*.csproj src/Connectors.Grains/packages.lock.json src/Connectors.Grains/
COPY src/Connectors.LiveAvatar/*.csproj src/Connectors.LiveAvatar/packages.lock.json src/Connectors.LiveAvatar/
COPY src/Connectors.LiveKit/*.csproj src/Connectors.LiveKit/packages.lock.json src/Connectors.LiveKit/
COPY src/Connectors.LiveKit/Native/ src/Connectors.LiveKit/Native/
COPY src/Connectors.Providers/*.csproj src/Connectors.Providers/packages.lock.json src/Connectors.Providers/
COPY src/Connectors.Server/*.csproj src/Connectors.Server/packages.lock.json src/Connectors.Server/
COPY src/Connectors.Storage/*.csproj src/Connectors.Storage/packages.lock.json src/Connectors.Storage/
# The single-node edition's versions are locked; the cluster edition's are exact, but have no committed lock file (docs/adr/0003).
RUN case "$EDITION" in cluster|single) ;; *) echo "EDITION is cluster or single, not '$EDITION'."; exit 1 ;; esac \
 && dotnet restore src/Connectors.Server -p:ClusterEdition=$([ "$EDITION" = cluster ] && echo true || echo false)

# Analyzers have judged the code in .ci/run; here they would only take time.
COPY BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Connectors.Server --no-restore -c Release -o /app \
      -p:ClusterEdition=$([ "$EDITION" = cluster ] && echo true || echo false) \
      -p:RunAnalyzers=false -p:UseSharedCompilation=false -p:UseAppHost=false -p:GenerateDocumentationFile=false \
 && { test -f /app/runtimes/linux-x64/native/liblivekit_ffi.so \
      || { echo "LiveKit's native library is there for linux/amd64 only: build with --platform linux/amd64."; exit 1; }; } \
 && find /app/runtimes -mindepth 1 -maxdepth 1 ! -name linux-x64 -exec rm -r {} + \
 && mkdir /data

# No shell, no package manager, nobody but user 1654.
FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="Connectors" \
      org.opencontainers.image.description="Hosts voice agents in LiveAvatar rooms"
WORKDIR /app
COPY --from=build /app ./
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_HTTP_PORTS=8080 Connectors__DataFolder=/data \
    Logging__Console__FormatterName=json Logging__Console__FormatterOptions__IncludeScopes=true \
    Logging__Console__FormatterOptions__TimestampFormat=yyyy-MM-ddTHH:mm:ss.fffZ Logging__Console__FormatterOptions__UseUtcTimestamp=true
USER 1654:1654
VOLUME /data
EXPOSE 8080 8081 11111
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "Connectors.Server.dll"]
