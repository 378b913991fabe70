package io.vedette.agent.probe.node;

import com.sun.jna.Native;
import com.sun.jna.platform.linux.LibC;
import java.io.IOException;

/**
 * What {@code statvfs(3)} says of a mount.
 *
 * @param sizeBytes its size
 * @param freeBytes free, also for root only
 * @param availableBytes free for everyone
 * @param files number of inodes
 * @param filesFree free inodes
 */
record MountSpace(double sizeBytes, double freeBytes, double availableBytes, double files, double filesFree) {
    /** Asks the kernel; blocks as long as the file system does not answer, and cannot be interrupted then. */
    static MountSpace of(String path) throws IOException {
        LibC.Statvfs answer = new LibC.Statvfs();
        if (LibC.INSTANCE.statvfs(path, answer) != 0) {
            throw new IOException("errno " + Native.getLastError());
        }
        double block = answer.f_frsize.doubleValue();
        return new MountSpace(
                answer.f_blocks.doubleValue() * block,
                answer.f_bfree.doubleValue() * block,
                answer.f_bavail.doubleValue() * block,
                answer.f_files.doubleValue(),
                answer.f_ffree.doubleValue());
    }
}
