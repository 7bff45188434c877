/** How traffic reaches the pods: pod addresses, nodes that host a pod, or all nodes. */
export const backendModes = ['eni', 'local', 'cluster'] as const;
export type BackendMode = (typeof backendModes)[number];
