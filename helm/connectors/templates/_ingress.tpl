{{/* What an Ingress controller needs for WebSockets and event streams: its name. */}}
{{- define "connectors.ingress.annotations" -}}
{{- if eq . "nginx" }}
# Event streams go on for as long as a session does, and each event at once; WebSockets need the same.
nginx.ingress.kubernetes.io/proxy-buffering: "off"
nginx.ingress.kubernetes.io/proxy-http-version: "1.1"
nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"
nginx.ingress.kubernetes.io/proxy-send-timeout: "3600"
# The server's own limit.
nginx.ingress.kubernetes.io/proxy-body-size: 1m
{{- else if eq . "haproxy" }}
haproxy-ingress.github.io/timeout-server: 1h
haproxy-ingress.github.io/timeout-tunnel: 1h
{{- end }}
{{- end }}
