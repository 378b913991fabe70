/** Sensors and chassis of management controllers (BMCs) by {@code ipmitool}, with ipmi_exporter's names. */
@NullMarked
package io.vedette.agent.probe.ipmi;

import org.jspecify.annotations.NullMarked;
