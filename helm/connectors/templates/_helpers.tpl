{{- define "connectors.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "connectors.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "connectors.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "connectors.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "connectors.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* What pods of one part are chosen by: dict "root" $ "part" "node" */}}
{{- define "connectors.selector" -}}
app.kubernetes.io/name: {{ include "connectors.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{/* An image: a digest goes before a tag. dict "image" .Values.image "tag" "default" */}}
{{- define "connectors.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (.image.tag | default .tag) -}}
{{- end -}}
{{- end -}}

{{- define "connectors.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "connectors.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "connectors.redis.address" -}}
{{- if .Values.redis.own.enabled -}}
{{- printf "%s-redis:6379" (include "connectors.fullname" .) -}}
{{- else -}}
{{- .Values.redis.external.address -}}
{{- end -}}
{{- end -}}

{{/*
The time the kubelet gives a pod: the wait before, both times of the drain, the minute in which the server ends what could not move
(SessionServices.TimeToEnd), and some for the rest.
*/}}
{{- define "connectors.grace" -}}
{{- add .Values.drain.preStopSeconds .Values.drain.limitSeconds .Values.drain.graceSeconds 60 .Values.terminationGraceExtraSeconds -}}
{{- end -}}

{{/* Live sessions a node that autoscaling aims at. */}}
{{- define "connectors.target" -}}
{{- max 1 (div (mul .Values.sessions.atOnce .Values.autoscaling.targetPercent) 100) -}}
{{- end -}}

{{/* Megabytes (10^6) of a memory quantity in Mi, Gi, M or G. */}}
{{- define "connectors.megabytes" -}}
{{- $number := regexFind "^[0-9]+" . | int64 -}}
{{- $unit := regexFind "[A-Z].*$" . -}}
{{- if eq $unit "Gi" }}{{ div (mul $number 1073741824) 1000000 }}
{{- else if eq $unit "Mi" }}{{ div (mul $number 1048576) 1000000 }}
{{- else if eq $unit "G" }}{{ mul $number 1000 }}
{{- else }}{{ $number }}{{ end -}}
{{- end -}}
