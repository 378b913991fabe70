package io.vedette.agent.spool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A process of its own that puts numbered records into a spool and says each. Without a count it goes on until it is
 * killed; with one it says in the end why the disk cannot be written, and how many records come out.
 */
final class SpoolWriter {
    private SpoolWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        SpoolSettings settings =
                new SpoolSettings(Path.of(arguments[0]), 64 << 20, 1 << 20, SpoolSettings.WhenFull.DROP_OLDEST);
        DiskSpool spool = new DiskSpool(settings, InstantSource.system(), System::nanoTime);
        long first = Long.parseLong(arguments[1]);
        long end = arguments.length > 2 ? first + Long.parseLong(arguments[2]) : Long.MAX_VALUE;
        for (long i = first; i < end; i++) {
            spool.add(List.of(("record " + i).getBytes(StandardCharsets.UTF_8)));
            System.out.println(i);
        }
        System.out.println("fault " + spool.status().fault());
        int found = 0;
        while (spool.status().records() > 0) {
            List<SpoolRecord> some = spool.awaitOldest(10_000);
            found += some.size();
            spool.delivered(some.get(some.size() - 1).sequence());
        }
        System.out.println("found " + found);
    }
}
