/** Tests of everything in one process that need no engine. */
@org.jspecify.annotations.NullMarked
package io.vedette.deploy.standalone;
