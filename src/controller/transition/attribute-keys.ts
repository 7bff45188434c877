/** Arguments of calls whose annotation is not the argument's name with dashes. */
const irregular: Readonly<Record<string, readonly string[]>> = {
  InternetChargeType: ['charge-type'],
  InstanceChargeType: ['instance-charge-type', 'spec'],
  LoadBalancerSpec: ['spec', 'instance-charge-type'],
  LoadBalancerName: ['name'],
  ModificationProtectionStatus: ['modification-protection', 'preserve-lb-on-delete'],
  DeleteProtection: ['delete-protection', 'preserve-lb-on-delete'],
  ServerCertificateId: ['cert-id'],
  TLSCipherPolicy: ['tls-cipher-policy'],
  EnableHttp2: ['http2-enabled'],
  ProxyProtocolV2Enabled: ['proxy-protocol'],
  HealthCheck: ['health-check-flag'],
  HealthCheckURI: ['health-check-uri'],
  HealthCheckHttpCode: ['health-check-httpcode'],
  XForwardedForProto: ['xforwardedfor-proto'],
  XForwardedForSLBPORT: ['xforwardedfor-slbport'],
  XForwardedForClientSrcPort: ['xforwardedfor-clientsrcport'],
  zoneMappings: ['zone-maps'],
  addressType: ['address-type'],
  ipv6AddressType: ['ipv6-address-type'],
  securityPolicyId: ['tls-cipher-policy'],
  proxyProtocolEnabled: ['proxy-protocol'],
  proxyProtocolV2Config: ['ppv2-pvl-ep-id-enabled', 'ppv2-pvl-eps-id-enabled', 'ppv2-pvl-vpc-id-enabled'],
  certificateIds: ['cert-id'],
  caCertificateIds: ['cacert-id'],
  caEnabled: ['cacert'],
  alpnEnabled: ['alpn'],
  healthCheckConfig: [
    'health-check-flag',
    'health-check-type',
    'health-check-connect-port',
    'health-check-connect-timeout',
    'health-check-interval',
    'health-check-domain',
    'health-check-uri',
    'health-check-method',
    'health-check-httpcode',
    'healthy-threshold',
    'unhealthy-threshold',
  ],
  connectionDrainEnabled: ['connection-drain'],
  preserveClientIpEnabled: ['preserve-client-ip'],
  ipVersionAffinityMode: ['backend-ip-version'],
};

/** The short keys of the annotations behind an argument of a call: `HealthCheckInterval` gives `health-check-interval`. */
export function attributeKeys(argument: string): readonly string[] {
  const known = irregular[argument];
  if (known !== undefined) return known;
  return [argument.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()];
}
