import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { serviceText } from './change-story.ts';
import type { Files } from './check-files.ts';

/** Two clusters, each with a folder. */
export const twoClusters: Configuration = {
  clusters: [
    { name: 'prod', paths: ['clusters/prod/**'], backendMode: 'eni', ccmVersion: 'v2.14.0' },
    { name: 'staging', paths: ['clusters/staging/**'] },
  ],
};

/** Services with their workloads, each pair with ten findings of all severities, in turns for one cluster and the other. */
export function filesWithFindings(pairs: number): Files {
  return Object.fromEntries(
    Array.from({ length: pairs }, (_, at) => {
      const name = `app-${String(at).padStart(4, '0')}`;
      const folder = `clusters/${at % 2 === 0 ? 'prod' : 'staging'}/team-${at % 7}`;
      return [`${folder}/${name}.yaml`, `${faultyService(name)}---\n${faultyDeployment(name)}`];
    }),
  );
}

function faultyService(name: string): string {
  return serviceText({
    name,
    annotations: {
      'protocol-port': 'https:443',
      'unknown-thing': 'x',
      'health-check-timeout': 'abc',
      scheduler: 'wr',
    },
    ports: ['443:8443'],
  });
}

function faultyDeployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: app
          image: registry.example/${name}:1.0.0
          ports: [{ containerPort: 8443, name: https }]
`;
}
