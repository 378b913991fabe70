/** Health of disks by {@code smartctl}, with smartctl_exporter's names. */
@NullMarked
package io.vedette.agent.probe.smart;

import org.jspecify.annotations.NullMarked;
