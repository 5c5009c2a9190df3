/**
 * One workflow with its assets as one ZIP file: {@code NAME.genaiw.zip}.
 *
 * <p>Written so that equal input gives equal bytes, and read as what a stranger sent: nothing is believed that the file
 * says of itself, and what is refused is refused before anything of it is kept.
 */
@NullMarked
package dev.weftwork.archive;

import org.jspecify.annotations.NullMarked;
