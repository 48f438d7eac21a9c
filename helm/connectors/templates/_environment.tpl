{{/* The node's environment. Every Connectors__ name is a setting that the server knows: .ci/chart checks it. */}}
{{- define "connectors.environment" -}}
- name: ASPNETCORE_HTTP_PORTS
  value: "8080"
{{- if .Values.ingress.trustForwardedFor }}
- name: ASPNETCORE_FORWARDEDHEADERS_ENABLED
  value: "true"
{{- end }}
- name: Logging__Console__FormatterName
  value: {{ .Values.log.format | quote }}
{{- if eq .Values.log.format "json" }}
- name: Logging__Console__FormatterOptions__IncludeScopes
  value: "true"
- name: Logging__Console__FormatterOptions__TimestampFormat
  value: "yyyy-MM-ddTHH:mm:ss.fffZ"
- name: Logging__Console__FormatterOptions__UseUtcTimestamp
  value: "true"
{{- end }}
- name: Logging__LogLevel__Default
  value: {{ .Values.log.level | quote }}
# A line or more for each request, probes among them.
- name: Logging__LogLevel__Microsoft.AspNetCore
  value: Warning
- name: Connectors__DataFolder
  value: /data
- name: Connectors__KeyRingPath
  value: /etc/connectors/keyring/keyring
- name: Connectors__Api__OperatorAddress
  value: {{ printf "http://0.0.0.0:%d" (int64 .Values.operator.port) | quote }}
- name: Connectors__Api__OperatorKey
  valueFrom:
    secretKeyRef:
      name: {{ .Values.operatorKey.existingSecret | quote }}
      key: {{ .Values.operatorKey.key | quote }}
- name: Connectors__Console__On
  value: {{ .Values.console.where | quote }}
- name: Connectors__SessionsAtOnce
  value: {{ .Values.sessions.atOnce | int64 | quote }}
- name: Connectors__AudioBudgetMegabytes
  value: {{ .Values.sessions.audioBudgetMegabytes | int64 | quote }}
# The node is emptied and started anew before the kubelet kills it.
- name: Connectors__MemoryLimitMegabytes
  value: {{ div (mul (int64 (include "connectors.megabytes" .Values.resources.limits.memory)) 85) 100 | quote }}
- name: Connectors__ResumeWithinSeconds
  value: {{ .Values.sessions.resumeWithinSeconds | int64 | quote }}
- name: Connectors__DrainLimitSeconds
  value: {{ .Values.drain.limitSeconds | int64 | quote }}
- name: Connectors__DrainGraceSeconds
  value: {{ .Values.drain.graceSeconds | int64 | quote }}
- name: Connectors__Cluster__Enabled
  value: "true"
- name: Connectors__Cluster__AdvertisedAddress
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: Connectors__Cluster__SiloPort
  value: {{ .Values.cluster.siloPort | int64 | quote }}
- name: Connectors__Cluster__ClusterId
  value: {{ .Values.cluster.id | quote }}
- name: Connectors__Cluster__ServiceId
  value: {{ .Values.cluster.serviceId | quote }}
{{ include "connectors.environment.redis" . }}
{{- range $index, $range := .Values.outgoing.allowedRanges }}
- name: Connectors__Outgoing__AllowedRanges__{{ $index }}
  value: {{ $range | quote }}
{{- end }}
{{- range $index, $host := .Values.outgoing.allowedRoomHosts }}
- name: Connectors__Outgoing__AllowedRoomHosts__{{ $index }}
  value: {{ $host | quote }}
{{- end }}
{{- range $index, $origin := .Values.liveAvatarApi.allowedOrigins }}
- name: Connectors__LiveAvatarApi__AllowedOrigins__{{ $index }}
  value: {{ $origin | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: Connectors__{{ $name | replace ":" "__" }}
  value: {{ kindIs "float64" $value | ternary ($value | toJson) ($value | toString) | quote }}
{{- end }}
{{- include "connectors.environment.telemetry" . }}
{{- end -}}

{{- define "connectors.environment.redis" -}}
{{- $external := .Values.redis.external -}}
- name: Connectors__Storage
  value: redis
- name: Connectors__Redis__Address
  value: {{ include "connectors.redis.address" . | quote }}
- name: Connectors__Redis__Database
  value: {{ .Values.redis.database | int64 | quote }}
- name: Connectors__Redis__KeyPrefix
  value: {{ .Values.redis.keyPrefix | quote }}
{{- if .Values.redis.existingSecret }}
- name: Connectors__Redis__Password
  valueFrom:
    secretKeyRef:
      name: {{ .Values.redis.existingSecret | quote }}
      key: {{ .Values.redis.passwordKey | quote }}
{{- end }}
{{- if not .Values.redis.own.enabled }}
- name: Connectors__Redis__Tls
  value: {{ $external.tls | quote }}
{{- if $external.tlsHost }}
- name: Connectors__Redis__TlsHost
  value: {{ $external.tlsHost | quote }}
{{- end }}
- name: Connectors__Redis__Replicas
  value: {{ $external.replicas | int64 | quote }}
- name: Connectors__Redis__Checks
  value: {{ $external.checks | quote }}
{{- if $external.caSecret }}
- name: SSL_CERT_DIR
  value: /etc/ssl/certs:/etc/connectors/redis-ca
{{- end }}
{{- end }}
{{- end -}}

{{- define "connectors.environment.telemetry" -}}
{{- $otlp := .Values.telemetry.otlp -}}
{{- with .Values.telemetry.metrics.port }}
- name: Connectors__Metrics__Address
  value: {{ printf "http://0.0.0.0:%d" (int64 .) | quote }}
{{- end }}
{{- if $otlp.endpoint }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: OTEL_SERVICE_NAME
  value: connectors
- name: OTEL_RESOURCE_ATTRIBUTES
  value: {{ printf "service.namespace=%s,service.instance.id=$(POD_NAME),k8s.namespace.name=%s,k8s.pod.name=$(POD_NAME)" .Release.Namespace .Release.Namespace | quote }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ $otlp.endpoint | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ $otlp.protocol | quote }}
{{- if $otlp.headersSecret }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom:
    secretKeyRef:
      name: {{ $otlp.headersSecret | quote }}
      key: {{ $otlp.headersKey | quote }}
{{- end }}
{{- end }}
{{- end -}}
