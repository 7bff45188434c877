/** Manifests that the gate has nothing to say about, to be spoiled by the tests. */
export const cleanService = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain: "on"
    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout: "30"
    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: "intranet"
spec:
  type: LoadBalancer
  externalTrafficPolicy: Cluster
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;

export const cleanDeployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: registry.example.com/shop/web:1.0.0
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 5
            timeoutSeconds: 2
            failureThreshold: 3
          lifecycle:
            preStop:
              exec:
                command: ["sleep", "30"]
`;

/** One certain error, at 19:38: 30 s of preStop, 30 s of margin, and no more than 40 s to live. */
export const shortGrace = cleanDeployment.replace('PeriodSeconds: 60', 'PeriodSeconds: 40');

/** Two certain warnings of the same rule less: the Service says nothing about draining. */
export const withoutDrain = cleanService.replaceAll(/.*connection-drain.*\n/g, '');

/** Errors whatever the world around it: a value that Kubernetes refuses, at 7:76. */
export const unquotedValue = cleanService.replace('"on"', 'on');

export function renamed(manifest: string, name: string): string {
  return manifest.replaceAll('web', name);
}

/** A Service that leaves everything to the defaults. */
export const bareService = cleanService.replace(/ {2}annotations:\n(?: {4}.*\n)+/, '');
