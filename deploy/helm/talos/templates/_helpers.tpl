{{/* The name of everything that is made. */}}
{{- define "talos.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What its pods are found by: never changed. */}}
{{- define "talos.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "talos.labels" -}}
{{ include "talos.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "talos.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "talos.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "talos.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* What cannot be, whatever the schema lets through: it is about more than one value. */}}
{{- define "talos.check" -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- if not .Values.postgres.enabled -}}
{{- fail "replicas: more than one server needs postgres.enabled: a data directory has one owner" -}}
{{- end -}}
{{- if not .Values.identity.existingSecret -}}
{{- fail "replicas: more than one server needs identity.existingSecret: all have one identity" -}}
{{- end -}}
{{- if .Values.server.relay -}}
{{- fail "server.relay: a place at a relay is at one process; run relays as releases of their own" -}}
{{- end -}}
{{- if .Values.server.dht -}}
{{- fail "server.dht: two nodes of one identity pass for one that moves; set it to false, and run nodes as releases of their own" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.postgres.enabled (not .Values.identity.existingSecret) -}}
{{- fail "postgres.enabled: needs identity.existingSecret: without a volume the identity would be a new one at each start" -}}
{{- end -}}
{{- if and (not .Values.postgres.enabled) (not .Values.persistence.enabled) (not .Values.identity.existingSecret) -}}
{{- fail "persistence.enabled: without a volume or a database name identity.existingSecret: agents pin the key of the server" -}}
{{- end -}}
{{- end -}}

{{/* The pod of a Deployment or a StatefulSet. */}}
{{- define "talos.pod" -}}
metadata:
  labels:
    {{- include "talos.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "talos.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- if .Values.identity.existingSecret }}
  initContainers:
    # A secret is mounted for every group that may read it; a keystore is its owner's alone.
    - name: identity
      image: {{ include "talos.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      command: [sh, -euc, 'umask 077; mkdir -p "$TALOS_SERVER_HOME"; for file in keystore.json keystore.key; do if [ -e "/run/identity/$file" ]; then cp "/run/identity/$file" "$TALOS_SERVER_HOME/$file"; fi; done']
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: identity, mountPath: /run/identity, readOnly: true }
  {{- end }}
  containers:
    - name: server
      image: {{ include "talos.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - talos-server
        - --host
        - 0.0.0.0
        - --port
        - "8765"
        {{- with .Values.server.name }}
        - --name
        - {{ . | quote }}
        {{- end }}
        {{- if .Values.server.mailbox }}
        - --mailbox
        {{- end }}
        {{- if .Values.server.relay }}
        - --relay
        {{- end }}
        {{- if .Values.server.witness }}
        - --witness
        - --witness-port
        - "8767"
        {{- end }}
        {{- if not .Values.server.dht }}
        - --no-dht
        {{- end }}
        {{- range .Values.server.bootstrap }}
        - --bootstrap
        - {{ . | quote }}
        {{- end }}
        {{- if .Values.postgres.enabled }}
        - --store
        - "@/etc/talos/store/url"
        {{- end }}
        {{- if .Values.identity.passphraseSecret }}
        - --passphrase-file
        - /etc/talos/passphrase/passphrase
        {{- end }}
        {{- range .Values.server.extraArgs }}
        - {{ . | quote }}
        {{- end }}
      env:
        - name: NODE_OPTIONS
          value: {{ printf "--max-old-space-size=%d" (int .Values.server.heapMiB) | quote }}
        {{- with .Values.server.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - { name: talos, containerPort: 8765, protocol: TCP }
        {{- if .Values.server.witness }}
        - { name: witness, containerPort: 8767, protocol: TCP }
        {{- end }}
      startupProbe:
        httpGet: { path: /healthz, port: talos }
        {{- toYaml .Values.probes.startup | nindent 8 }}
      livenessProbe:
        httpGet: { path: /healthz, port: talos }
        {{- toYaml .Values.probes.liveness | nindent 8 }}
      readinessProbe:
        httpGet: { path: /readyz, port: talos }
        {{- toYaml .Values.probes.readiness | nindent 8 }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        {{- if .Values.postgres.enabled }}
        - { name: store, mountPath: /etc/talos/store, readOnly: true }
        {{- if .Values.postgres.tlsSecret }}
        - { name: store-tls, mountPath: /etc/talos/postgres, readOnly: true }
        {{- end }}
        {{- end }}
        {{- if .Values.identity.passphraseSecret }}
        - { name: passphrase, mountPath: /etc/talos/passphrase, readOnly: true }
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: { sizeLimit: 64Mi }
    {{- if not (eq (include "talos.isStateful" .) "true") }}
    - name: data
      emptyDir: { sizeLimit: 1Gi }
    {{- end }}
    {{- if .Values.identity.existingSecret }}
    - name: identity
      secret: { secretName: {{ .Values.identity.existingSecret | quote }}, defaultMode: 288 }
    {{- end }}
    {{- if .Values.postgres.enabled }}
    - name: store
      secret: { secretName: {{ .Values.postgres.existingSecret | quote }}, defaultMode: 288 }
    {{- if .Values.postgres.tlsSecret }}
    - name: store-tls
      secret: { secretName: {{ .Values.postgres.tlsSecret | quote }}, defaultMode: 288 }
    {{- end }}
    {{- end }}
    {{- if .Values.identity.passphraseSecret }}
    - name: passphrase
      secret: { secretName: {{ .Values.identity.passphraseSecret | quote }}, defaultMode: 288 }
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* Whether it keeps its data in a volume of its own. */}}
{{- define "talos.isStateful" -}}
{{- and .Values.persistence.enabled (not .Values.postgres.enabled) -}}
{{- end -}}
