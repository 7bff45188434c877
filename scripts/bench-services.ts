import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const key = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type';

/**
 * Makes a git checkout of sixty files of one Service each, and `events.txt` in it: what `kubectl describe svc` prints of one
 * of them. Returns the folder.
 */
export function servicesInGit(folder: string): string {
  mkdirSync(join(folder, 'k8s'), { recursive: true });
  for (let at = 0; at < 60; at++) writeFileSync(join(folder, 'k8s', `web-${at}.yaml`), service(`web-${at}`));
  writeFileSync(join(folder, 'events.txt'), described('web-7'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '.'], { cwd: folder });
  return folder;
}

function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
  annotations:
    ${key}: intranet
spec:
  type: LoadBalancer
  selector:
    app: ${name}
  ports:
    - {name: http, port: 80, targetPort: 8080}
    - {name: https, port: 443, targetPort: 8443}
`;
}

function described(name: string): string {
  const message = 'alicloud: can not change LoadBalancer AddressType once created. delete and retry';
  return `Name:                     ${name}
Namespace:                shop
Annotations:              ${key}: intranet
Type:                     LoadBalancer
LoadBalancer Ingress:     203.0.113.7
Events:
  Type     Reason                  Age  From                Message
  ----     ------                  ---  ----                -------
  Warning  SyncLoadBalancerFailed  3m   service-controller  Error syncing load balancer [lb-bp1h2k3j4l5m6n7o8p9q]: ${message}
`;
}
