package io.vedette.agent.probe.ipmi;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What {@code ipmitool chassis status} says.
 *
 * @param powerOn whether the machine is on
 * @param driveFault whether a drive is faulty
 * @param coolingFault whether a fan is faulty
 */
record Chassis(Optional<Boolean> powerOn, Optional<Boolean> driveFault, Optional<Boolean> coolingFault) {
    static Chassis parse(String output) {
        Map<String, String> entries = output.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(
                        parts -> parts[0].strip(), parts -> parts[1].strip(), (first, second) -> first));
        return new Chassis(
                is(entries, "System Power", "on"::equals),
                is(entries, "Drive Fault", "true"::equals),
                is(entries, "Cooling/Fan Fault", "true"::equals));
    }

    private static Optional<Boolean> is(Map<String, String> entries, String key, Predicate<String> test) {
        return Optional.ofNullable(entries.get(key)).map(test::test);
    }
}
