{{/* What the schema can't say: values that only together are wrong. Each failure names them. */}}
{{- define "connectors.checks" -}}
{{- $redis := .Values.redis -}}
{{- if $redis.own.enabled -}}
  {{- if $redis.external.address -}}
    {{- fail "redis.external.address and redis.own.enabled exclude each other: set redis.own.enabled to false." -}}
  {{- end -}}
  {{- if not $redis.existingSecret -}}
    {{- fail "redis.existingSecret is needed: a secret with the password of the Redis that the chart runs." -}}
  {{- end -}}
  {{- if ge (mul $redis.own.maxMemoryMegabytes 5) (mul (int64 (include "connectors.megabytes" $redis.own.resources.limits.memory)) 4) -}}
    {{- fail "redis.own.maxMemoryMegabytes must be below four fifths of redis.own.resources.limits.memory." -}}
  {{- end -}}
{{- else if not $redis.external.address -}}
  {{- fail "redis.external.address is needed where redis.own.enabled is false." -}}
{{- end -}}
{{- $least := add .Values.sessions.audioBudgetMegabytes 400 (mul .Values.sessions.atOnce 8) -}}
{{- if lt (int64 (include "connectors.megabytes" .Values.resources.limits.memory)) $least -}}
  {{- fail (printf "resources.limits.memory must be at least %d MB for sessions.atOnce %d and sessions.audioBudgetMegabytes %d." $least (int64 .Values.sessions.atOnce) (int64 .Values.sessions.audioBudgetMegabytes)) -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
  {{- fail "ingress.host is needed where ingress.enabled is true." -}}
{{- end -}}
{{- if and .Values.ingress.trustForwardedFor (or (not .Values.networkPolicy.enabled) (not .Values.networkPolicy.ingress.from)) -}}
  {{- fail "ingress.trustForwardedFor needs networkPolicy.enabled and networkPolicy.ingress.from: whoever else reaches the pods could name any address." -}}
{{- end -}}
{{- if lt (int64 .Values.autoscaling.maxReplicas) (int64 .Values.autoscaling.minReplicas) -}}
  {{- fail "autoscaling.maxReplicas must not be below autoscaling.minReplicas." -}}
{{- end -}}
{{- if and (eq .Values.autoscaling.kind "keda") (not .Values.autoscaling.keda.serverAddress) -}}
  {{- fail "autoscaling.keda.serverAddress is needed where autoscaling.kind is keda." -}}
{{- end -}}
{{- if gt (int64 .Values.networkPolicy.egress.udpRange.from) (int64 .Values.networkPolicy.egress.udpRange.to) -}}
  {{- fail "networkPolicy.egress.udpRange.from must not be above networkPolicy.egress.udpRange.to." -}}
{{- end -}}
{{- $ports := list (int64 8080) (int64 .Values.operator.port) (int64 .Values.cluster.siloPort) -}}
{{- if .Values.telemetry.metrics.port -}}
  {{- $ports = append $ports (int64 .Values.telemetry.metrics.port) -}}
{{- end -}}
{{- if ne (len $ports) (len (uniq $ports)) -}}
  {{- fail "operator.port, cluster.siloPort, telemetry.metrics.port and 8080 must differ." -}}
{{- end -}}
{{- $own := include "connectors.ownSettings" . | fromJsonArray -}}
{{- range $name, $value := .Values.settings -}}
  {{- if or (has (lower $name) $own) (hasPrefix "outgoing:allowed" (lower $name)) (hasPrefix "liveavatarapi:allowedorigins" (lower $name)) -}}
    {{- fail (printf "settings.%s is set by a value of its own, or by the chart." $name) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* Settings that the chart writes itself, in lower case: configuration doesn't look at the case. */}}
{{- define "connectors.ownSettings" -}}
{{- list "api:operatoraddress" "api:operatorkey" "audiobudgetmegabytes" "cluster:advertisedaddress" "cluster:clusterid" "cluster:enabled" "cluster:gatewayport" "cluster:serviceid" "cluster:siloport" "console:on" "datafolder" "draingraceseconds" "drainlimitseconds" "keyringpath" "keyringvariable" "memorylimitmegabytes" "redis:address" "redis:checks" "redis:database" "redis:keyprefix" "redis:password" "redis:replicas" "redis:tls" "redis:tlshost" "resumewithinseconds" "sessionsatonce" "storage" | toJson -}}
{{- end -}}
