package io.vedette.agent.probe.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.ProbeRun;
import io.vedette.agent.probe.Recordings;
import io.vedette.agent.probe.Samples;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SensorTest {
    private record Listed(List<Sensor> sensors) implements Probe {
        @Override
        public String name() {
            return "listed";
        }

        @Override
        public void collect(Samples out) {
            sensors.forEach(sensor -> SensorSamples.add(sensor, "", out));
        }
    }

    private static Map<String, Double> samples(String csv) throws Exception {
        return ProbeRun.exposition(new Listed(Sensor.parse(csv))).values();
    }

    @Test
    void readsARealBmc() throws Exception {
        String csv = Files.readString(Recordings.find("ipmi/rackhd/ipmi-sdr-c-output.txt"));
        List<Sensor> sensors = Sensor.parse(csv);
        long lines = csv.lines()
                .filter(line -> !line.startsWith("Running ") && line.contains(","))
                .count();
        assertThat(sensors).hasSize((int) lines);
        Map<String, Double> seen = ProbeRun.exposition(new Listed(sensors)).values();
        assertThat(seen)
                .containsEntry("ipmi_temperature_celsius{id=65.1, name=Temp_CPU0, target=}", 35.0)
                .containsEntry("ipmi_temperature_state{id=65.1, name=Temp_CPU0, target=}", 0.0)
                .containsEntry("ipmi_voltage_volts{id=7.1, name=Volt_P12V, target=}", 12.12)
                .containsEntry("ipmi_fan_speed_rpm{id=29.3, name=Fan_SYS2_1, target=}", 4300.0)
                .containsEntry("ipmi_power_watts{id=10.1, name=PSU1 Input, target=}", 98.0)
                .containsEntry("ipmi_sensor_value{id=23.1, name=Airflow, target=, type=Other}", 36.0)
                .containsEntry("ipmi_sensor_state{id=E4h, name=PSU Redundancy, target=, type=}", 0.0)
                .containsEntry("ipmi_temperature_state{id=7.16, name=NVMeSSD_0, target=}", Double.NaN)
                .doesNotContainKey("ipmi_temperature_celsius{id=7.16, name=NVMeSSD_0, target=}")
                .doesNotContainKey("ipmi_sensor_state{id=4Bh, name=HDD6, target=, type=}");
        assertThat(seen.keySet().stream().filter(series -> series.startsWith("ipmi_voltage_volts")))
                .hasSize(14);
    }

    @Test
    void judgesAsTheBmcDoesWithAndWithoutVerbosity() {
        assertThat(Sensor.parse("""
                        A,1,degrees C,Upper Non-Critical,3.1,Processor,Temperature
                        A,1,degrees C,Lower Critical,3.2,Processor,Temperature
                        A,1,degrees C,Upper Non-Recoverable,3.3,Processor,Temperature
                        A,1,degrees C,nc
                        B,1,degrees C,cr
                        C,1,degrees C,unr
                        D,,,ns
                        """))
                .extracting(Sensor::health)
                .containsExactly(
                        Sensor.Health.WARNING,
                        Sensor.Health.CRITICAL,
                        Sensor.Health.CRITICAL,
                        Sensor.Health.WARNING,
                        Sensor.Health.CRITICAL,
                        Sensor.Health.CRITICAL,
                        Sensor.Health.UNKNOWN);
    }

    @Test
    void knowsStatesThatMeanHarm() throws Exception {
        assertThat(samples("""
                        PSU1,E0h,ok,10.1,"Presence detected, Failure detected"
                        PSU2,E1h,ok,10.2,Presence detected
                        HDD1,45h,ok,26.0,Predictive Failure
                        PS,E4h,ok,21.1,Redundancy Lost
                        """))
                .containsEntry("ipmi_sensor_state{id=E0h, name=PSU1, target=, type=}", 2.0)
                .containsEntry("ipmi_sensor_state{id=E1h, name=PSU2, target=, type=}", 0.0)
                .containsEntry("ipmi_sensor_state{id=45h, name=HDD1, target=, type=}", 1.0)
                .containsEntry("ipmi_sensor_state{id=E4h, name=PS, target=, type=}", 2.0);
    }

    @Test
    void tellsSensorsOfOneNameApart() {
        assertThat(Sensor.parse("Temp,1,degrees C,ok\nTemp,2,degrees C,ok\n"))
                .extracting(Sensor::id, sensor -> sensor.value().orElseThrow())
                .containsExactly(tuple("", 1.0), tuple("#2", 2.0));
    }

    @Test
    void fansMayTurnInPercent() throws Exception {
        assertThat(samples("Fan,40,percent,ok,29.1,Fan Device,Fan"))
                .containsEntry("ipmi_fan_speed_ratio{id=29.1, name=Fan, target=}", 0.4);
    }

    @Test
    void passesRemarksAndGarbageOver() {
        assertThat(Sensor.parse("Error Response 0xc1\n\n,,,\nx,not a number,Volts,ok\n,1,2,3,4\n"))
                .extracting(Sensor::value)
                .containsExactly(OptionalDouble.empty());
    }
}
