package io.vedette.agent.probe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static Fields fields(String name, String content) {
        Fields fields = new Fields(name);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        fields.reset(bytes, bytes.length);
        return fields;
    }

    @Test
    void walksLinesAndFields() throws IOException {
        Fields in = fields("f", "a  12\t-3\n\n 0.5 x:7\nlast");
        assertThat(in.nextLine()).isTrue();
        assertThat(in.next()).isTrue();
        assertThat(in.text()).isEqualTo("a");
        assertThat(in.nextDouble()).isEqualTo(12);
        assertThat(in.nextDouble()).isEqualTo(-3);
        assertThat(in.next()).isFalse();
        assertThat(in.nextLine()).isTrue();
        assertThat(in.next()).isFalse();
        assertThat(in.nextLine()).isTrue();
        assertThat(in.nextDouble()).isEqualTo(0.5);
        assertThat(in.next()).isTrue();
        assertThat(in.cutAt(':')).isTrue();
        assertThat(in.is("x")).isTrue();
        assertThat(in.nextDouble()).isEqualTo(7);
        assertThat(in.nextLine()).isTrue();
        in.skip(1);
        assertThat(in.is("last")).isTrue();
        assertThat(in.nextLine()).isFalse();
        assertThat(in.next()).isFalse();
    }

    @Test
    void readsNumbersAsJavaDoes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = random.nextBoolean()
                    ? Long.toString(random.nextLong() >> random.nextInt(63))
                    : Long.toUnsignedString(random.nextLong());
            Fields in = fields("f", text);
            in.nextLine();
            assertThat(in.nextDouble()).as("seed %d, %s", seed, text).isEqualTo(Double.parseDouble(text));
        }
    }

    @Test
    void namesFileAndLineOfWhatIsNoNumber() {
        Fields in = fields("/proc/loadavg", "1\nx");
        in.nextLine();
        in.nextLine();
        assertThatThrownBy(in::nextDouble)
                .isInstanceOf(IOException.class)
                .hasMessage("/proc/loadavg, line 2: \"x\" is not a number");
        assertThatThrownBy(in::nextDouble).hasMessageContaining("line 2: the line ends");
    }
}
