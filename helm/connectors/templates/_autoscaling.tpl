{{/* Up at once, down slowly. */}}
{{- define "connectors.behavior" -}}
{{- $scaling := .Values.autoscaling -}}
scaleUp:
  stabilizationWindowSeconds: 0
  selectPolicy: Max
  policies:
    - type: Pods
      value: {{ $scaling.scaleUp.podsPerMinute }}
      periodSeconds: 60
    - type: Percent
      value: 100
      periodSeconds: 60
scaleDown:
  stabilizationWindowSeconds: {{ $scaling.scaleDown.stabilizationSeconds }}
  selectPolicy: Min
  policies:
    - type: Pods
      value: {{ $scaling.scaleDown.pods }}
      periodSeconds: {{ $scaling.scaleDown.periodSeconds }}
{{- end -}}
