package io.vedette.agent.probe;

/** A command that a probe runs is not installed. */
public final class ToolMissing extends NothingToMeasure {
    private final String tool;

    /**
     * @param tool the command's name
     * @param debianPackage the package that brings it
     */
    public ToolMissing(String tool, String debianPackage) {
        super(tool + " is not installed: apt install " + debianPackage);
        this.tool = tool;
    }

    /** The command's name. */
    public String tool() {
        return tool;
    }
}
