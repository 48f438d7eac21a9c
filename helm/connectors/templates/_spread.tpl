{{/* Nodes over machines and zones: dict "root" $ "part" "node" */}}
{{- define "connectors.spread" -}}
{{- $spread := .root.Values.spread -}}
{{- if ne $spread.machines "none" }}
affinity:
  podAntiAffinity:
    {{- if eq $spread.machines "required" }}
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "connectors.selector" . | nindent 12 }}
    {{- else }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "connectors.selector" . | nindent 14 }}
    {{- end }}
{{- end }}
{{- if ne $spread.zones "none" }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: {{ $spread.zones }}
    labelSelector:
      matchLabels:
        {{- include "connectors.selector" . | nindent 8 }}
{{- end }}
{{- end -}}
