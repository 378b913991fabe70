/** Rule groups: evaluated at an instant, remembering alerts between evaluations. */
@NullMarked
package io.vedette.rules.group;

import org.jspecify.annotations.NullMarked;
