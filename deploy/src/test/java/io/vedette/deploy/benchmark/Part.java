package io.vedette.deploy.benchmark;

import java.util.List;

/**
 * One comparison of the two programs: it starts them, loads both with the same data, measures and says how they did.
 */
interface Part {
    /** What people call it on the command line. */
    String name();

    /** What is compared, in a sentence. */
    String subject();

    /** Runs it; returns the rows of the table that is printed at the end. */
    List<Row> run(Bench bench) throws Exception;

    /**
     * A row of the final table: one figure of both.
     *
     * @param what is measured, with its unit
     * @param goal the ratio that is wanted at most, or at least where more is better; in words
     */
    record Row(String what, double prometheus, double vedette, String goal) {
        /** How much of Prometheus's figure ours is. */
        double ratio() {
            return vedette / prometheus;
        }
    }
}
